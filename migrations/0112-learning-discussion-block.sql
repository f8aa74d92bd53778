-- Learning: a discussion as a part of a lesson. What is written in it carries the block.

alter table learning.lesson_post add column block_id text;
comment on column learning.lesson_post.block_id is 'Discussion of the lesson that it stands in; null: under the lesson at large.';
create index lesson_post_block_idx on learning.lesson_post (person_id, course_id, lesson_id) where block_id is not null;
