-- Kernel: who is in a unit on a day is answered from the index alone, without a visit to each posting.

create index posting_main_idx on kernel.posting (unit_id, valid_from) include (valid_to, person_id, post_id)
where main;
