-- Whether a fact has been corrected is asked of each fact that says something lasting: without an index all facts are read for it.
create index fact_corrects_idx on kernel.fact (corrects) where corrects is not null;
