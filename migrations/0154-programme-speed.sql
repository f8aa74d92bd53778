-- Programme: parts of targets that are no longer followed are few; they are counted without reading all.

create index target_version_retired_idx on programme.target_version (target_id) where retired;
