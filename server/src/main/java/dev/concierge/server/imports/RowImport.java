package dev.concierge.server.imports;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AccountImport;
import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.integrations.GrantImport;
import dev.concierge.server.integrations.ImportedGrant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /** One grant of a row and what it is found by. */
    private record Numbered(ImportedGrant grant, String path, String part) {}

    /** @param rehearse does all of it and rolls it back */
    RowOutcome run(ImportRow row, boolean rehearse) {
        try {
            return settle(row, rehearse);
        } catch (Rehearsed e) {
            return e.outcome;
        } catch (ImportRefused e) {
            return new RowOutcome.Refused(e.field(), e.reason());
        } catch (DuplicateKeyException _) {
            return new RowOutcome.Refused(
                    "key", "Another import is writing the same line just now. Run one at a time, and this one again.");
        }
    }

    private RowOutcome settle(ImportRow row, boolean rehearse) {
        String code = parts.code(row.key(), null);
        List<Numbered> grants = numbered(row);
        Map<String, ImportedParts.Part> before =
                parts.find(Stream.concat(Stream.of(code), grants.stream().map(Numbered::part))
                        .toList());
        ImportedParts.Part account = before.get(code);
        if (account != null) {
            checkSame(account, parts.content(row.account()), "key", "account");
        }
        List<Numbered> fresh =
                grants.stream().filter(grant -> isNew(grant, before)).toList();
        if (account != null && fresh.isEmpty()) {
            return new RowOutcome.Same(account.accountId());
        }
        UUID accountId = account == null ? ids.next() : account.accountId();
        return accounts.call(accountId, jdbc -> {
            write(jdbc, accountId, row, account == null ? code : null, fresh);
            RowOutcome outcome = new RowOutcome.Imported(accountId, account == null, fresh.size());
            if (rehearse) {
                throw new Rehearsed(outcome);
            }
            return outcome;
        });
    }

    private List<Numbered> numbered(ImportRow row) {
        List<Numbered> numbered = new ArrayList<>();
        for (ImportedGrant grant : row.grants()) {
            numbered.add(new Numbered(grant, "grants[" + numbered.size() + "]", parts.code(row.key(), grant)));
        }
        return numbered;
    }

    private boolean isNew(Numbered numbered, Map<String, ImportedParts.Part> before) {
        ImportedParts.Part part = before.get(numbered.part());
        if (part != null) {
            checkSame(part, parts.content(numbered.grant()), numbered.path(), "grant");
        }
        return part == null;
    }

    /** @param newCode what a new account is found by; null for one that is there */
    private void write(
            JdbcClient jdbc, UUID accountId, ImportRow row, @Nullable String newCode, List<Numbered> grants) {
        // A line that a crash of the database loses is imported by the next run; the last commit of a run waits for the
        // disk, and so for all before it.
        jdbc.sql("set local synchronous_commit = off").update();
        if (newCode != null) {
            accountImport.insert(accountId, row.account());
            ImportedParts.insert(jdbc, newCode, accountId, parts.content(row.account()), clock.instant());
        }
        for (Numbered numbered : grants) {
            grantImport.insert(accountId, row.account().role(), numbered.grant(), numbered.path());
            ImportedParts.insert(jdbc, numbered.part(), accountId, parts.content(numbered.grant()), clock.instant());
        }
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
