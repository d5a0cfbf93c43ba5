package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes accounts of an older installation, with its password hashes and ways in. Nothing that is here already is changed by it. */
@Component
public class AccountImport {
    /** Of an account without a name or an address. */
    private static final String NOBODYS_NAME = "New person";

    private static final String NO_ISSUER = "provider:";

    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final Catalog catalog;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    AccountImport(
            AccountRepository accounts,
            IdentityRepository identities,
            Catalog catalog,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.catalog = catalog;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes one account, inside the caller's transaction for it.
     *
     * @param id of the new account
     * @throws ImportRefused when something of it cannot be taken, or another account has its address or one of its identities
     */
    public void insert(UUID id, ImportedAccount imported) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        Instant now = clock.instant();
        checkWayIn(imported);
        EmailAddress email = email(imported);
        Account account = new Account(
                id, email == null ? null : email.value(), name(imported, email), imported.role(), imported.active());
        insertAccount(jdbc, account, imported, now);
        insertHash(jdbc, id, imported, now);
        for (int number = 0; number < imported.identities().size(); number++) {
            insertIdentity(jdbc, id, imported.identities().get(number), number, now);
        }
        audit.record(AuditEvent.done(id, "operator", "account.import", "account:" + id)
                .with("role", imported.role().word())
                .with("password", imported.passwordHash() == null ? "no" : "yes")
                .with("identities", Integer.toString(imported.identities().size()))
                .from(new AuditEvent.Subject(null, null, account.email())));
    }

    private static void checkWayIn(ImportedAccount imported) {
        if (imported.passwordHash() == null && imported.identities().isEmpty()) {
            throw new ImportRefused(
                    "password", "There is neither a password nor an identity: nobody could sign in. Give one of them.");
        }
        if (imported.passwordHash() != null && imported.email() == null) {
            throw new ImportRefused("email", "Who signs in with a password needs an address. Give it, or no password.");
        }
    }

    /** An address that nobody proved and that nobody signs in with would only keep its owner out. */
    private static @Nullable EmailAddress email(ImportedAccount imported) {
        if (imported.email() == null) {
            return null;
        }
        EmailAddress email = EmailAddress.parse(imported.email())
                .orElseThrow(() -> new ImportRefused("email", "That is not one e-mail address."));
        return imported.emailVerified() || imported.passwordHash() != null ? email : null;
    }

    private static String name(ImportedAccount imported, @Nullable EmailAddress email) {
        if (imported.name() != null) {
            return DisplayName.parse(imported.name())
                    .map(DisplayName::value)
                    .orElseThrow(() ->
                            new ImportRefused("name", "It is empty, longer than 100 characters, or cannot be shown."));
        }
        return Optional.ofNullable(email)
                .flatMap(address -> DisplayName.parse(address.localPart()))
                .map(DisplayName::value)
                .orElse(NOBODYS_NAME);
    }

    private void insertAccount(JdbcClient jdbc, Account account, ImportedAccount imported, Instant now) {
        try {
            accounts.insertImported(jdbc, account, imported.localId(), imported.emailVerified(), now);
        } catch (DuplicateKeyException e) {
            if (String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage())
                    .contains("accounts_local_id")) {
                throw new ImportRefused(
                        "localId",
                        "Another account has this local id. Nothing of that one was changed; correct the file.");
            }
            throw new ImportRefused(
                    "email",
                    "Another account has this address. Nothing of that one was changed; find out whose it is, and correct the file.");
        }
    }

    private void insertHash(JdbcClient jdbc, UUID id, ImportedAccount imported, Instant now) {
        if (imported.passwordHash() == null) {
            return;
        }
        String hash = imported.passwordHash().reveal();
        StoredHash.fault(hash).ifPresent(fault -> {
            throw new ImportRefused("password", fault);
        });
        accounts.insertHash(jdbc, id, hash, now);
        accounts.notePasswordForm(jdbc);
    }

    private void insertIdentity(JdbcClient jdbc, UUID id, ImportedIdentity imported, int number, Instant now) {
        String field = "identities[" + number + "]";
        EmailAddress proved = imported.emailVerified() && imported.email() != null
                ? EmailAddress.parse(imported.email()).orElse(null)
                : null;
        UpstreamPerson person = new UpstreamPerson(
                provider(imported.issuer(), field + ".issuer"),
                imported.issuer(),
                imported.subject(),
                imported.label(),
                null,
                imported.email(),
                proved,
                null);
        try {
            identities.insert(jdbc, ids.next(), id, person, LinkProof.imported(), now);
        } catch (DuplicateKeyException _) {
            throw new ImportRefused(
                    field,
                    "It opens another account already, or stands here twice. Nothing of the other one was changed; find out whose it is,"
                            + " and correct the file.");
        }
    }

    private String provider(String issuer, String field) {
        List<String> found = catalog.all().stream()
                .filter(provider -> provider.asking().signIn().offered() && isOf(provider, issuer))
                .map(Provider::id)
                .toList();
        if (found.isEmpty()) {
            throw new ImportRefused(
                    field,
                    "No provider that people sign in with has this issuer. Write it exactly as its ID tokens do, or provider: and the id (docs/import.md).");
        }
        return found.getFirst();
    }

    private static boolean isOf(Provider provider, String issuer) {
        return switch (provider.identity().source()) {
            case ID_TOKEN -> provider.authorization().issuedBy(issuer);
            case PROFILE -> issuer.equals(NO_ISSUER + provider.id());
            case TOKEN_ANSWER, NONE -> false;
        };
    }
}
