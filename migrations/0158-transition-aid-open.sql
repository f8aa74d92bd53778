-- What awaits an officer of the union is asked on every page Today: requests for help that nobody has answered yet.
create index aid_request_open_idx on transition.aid_request (person_id) where answered_on is null;
