-- Learning: what a person wrote for themselves is deleted when the person is erased.

grant delete on learning.block_answer, learning.learning_reminder to khue_app;
