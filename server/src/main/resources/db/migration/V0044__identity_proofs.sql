-- Why an identity opens its account: who joined them, on what proof. Empty for identities of before, which made their account or came with an import.
-- Works with the release before, which neither reads nor writes it. Undo: drop the column. Lost: the reasons; the trail keeps them.
alter table identities add column proof jsonb not null default '{}';
