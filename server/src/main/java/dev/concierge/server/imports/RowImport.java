package dev.concierge.server.imports;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AccountImport;
import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.identity.ImportedAccount;
import dev.concierge.server.integrations.GrantImport;
import dev.concierge.server.integrations.ImportedGrant;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes one line: account, grants, and that they were imported, all in one transaction or none of it. */
@Component
class RowImport {
    private final ImportedParts parts;
    private final AccountImport accountImport;
    private final GrantImport grantImport;
    private final AccountScope accounts;
    private final Ids ids;
    private final Clock clock;

    RowImport(
            ImportedParts parts,
            AccountImport accountImport,
            GrantImport grantImport,
            AccountScope accounts,
            Ids ids,
            Clock clock) {
        this.parts = parts;
        this.accountImport = accountImport;
        this.grantImport = grantImport;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Carries what a rehearsal would have done out of the transaction that must not be committed. */
    private static final class Rehearsed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient RowOutcome outcome;

        Rehearsed(RowOutcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /** @param rehearse does all of it and rolls it back */
    RowOutcome run(ImportRow row, boolean rehearse) {
        try {
            byte[] code = parts.code(row.key(), null);
            Optional<ImportedParts.Part> before = parts.find(code);
            before.ifPresent(part -> checkSame(part, parts.content(row.account()), "key", "account"));
            UUID accountId = before.map(ImportedParts.Part::accountId).orElseGet(ids::next);
            return accounts.call(accountId, jdbc -> {
                RowOutcome outcome = write(jdbc, accountId, row, before.isEmpty());
                if (rehearse) {
                    throw new Rehearsed(outcome);
                }
                return outcome;
            });
        } catch (Rehearsed e) {
            return e.outcome;
        } catch (ImportRefused e) {
            return new RowOutcome.Refused(e.field(), e.reason());
        } catch (DuplicateKeyException _) {
            return new RowOutcome.Refused(
                    "key", "Another import is writing the same line just now. Run one at a time, and this one again.");
        }
    }

    private RowOutcome write(JdbcClient jdbc, UUID accountId, ImportRow row, boolean newAccount) {
        // A line that a crash of the database loses is imported by the next run; the last commit of a run waits for the
        // disk, and so for all before it.
        jdbc.sql("set local synchronous_commit = off").update();
        if (newAccount) {
            ImportedAccount account = row.account();
            accountImport.insert(accountId, account);
            ImportedParts.insert(jdbc, parts.code(row.key(), null), accountId, parts.content(account), clock.instant());
        }
        int grants = 0;
        for (int number = 0; number < row.grants().size(); number++) {
            grants += grant(jdbc, accountId, row, number) ? 1 : 0;
        }
        return newAccount || grants > 0
                ? new RowOutcome.Imported(accountId, newAccount, grants)
                : new RowOutcome.Same(accountId);
    }

    /** @return whether it is new */
    private boolean grant(JdbcClient jdbc, UUID accountId, ImportRow row, int number) {
        ImportedGrant grant = row.grants().get(number);
        String path = "grants[" + number + "]";
        byte[] code = parts.code(row.key(), grant);
        Secret content = parts.content(grant);
        Optional<ImportedParts.Part> before = ImportedParts.find(jdbc, code);
        if (before.isPresent()) {
            checkSame(before.get(), content, path, "grant");
            return false;
        }
        grantImport.insert(accountId, row.account().role(), grant, path);
        ImportedParts.insert(jdbc, code, accountId, content, clock.instant());
        return true;
    }

    private static void checkSame(ImportedParts.Part before, Secret content, String field, String what) {
        if (!before.content().equals(content)) {
            throw new ImportRefused(
                    field,
                    "This " + what
                            + " was imported before with other content. What is here was not changed: it may be newer than the file.");
        }
    }
}
