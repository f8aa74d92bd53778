-- Somebody in retraining has completed all courses of the plan.

insert into kernel.fact_kind (name)
values
  ('transition.learning-completed');
