-- A person can have a stream read what stands in each thing, such as the text of a message; nobody has until they say so.
-- The release before works on: it reads what it always read, and passes over the column.
-- Undo: drop the column. Lost: who wanted it; what was read stays until the next full pass.
alter table streams add column bodies boolean not null default false;
