-- A class may be changed after it was opened: another room, another trainer.
grant delete on learning.class_trainer to khue_app;
grant update on learning.class_room to khue_app;
