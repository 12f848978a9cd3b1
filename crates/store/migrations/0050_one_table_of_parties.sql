-- Notices in a row that did not arrive stand in one table, whoever's they are: with no letter, those to whoever asked, the first of the
-- parties. A case in which notices were ever chosen has such a row.
INSERT INTO notice_parties (case_id, party, failures, address_at) SELECT case_id, '', failures, address_at FROM notice_cases;
DROP TABLE notice_cases;

-- The import whose rows to mend were saved ('rows_saved'), which stood as the only one of the accounts; none of the other acts.
ALTER TABLE account_acts ADD COLUMN import TEXT;
UPDATE account_acts SET import = substr(accounts, 3, length(accounts) - 4), accounts = '[]' WHERE what = 'rows_saved';
