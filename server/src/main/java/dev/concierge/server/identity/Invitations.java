package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Invitations as administration sends and takes them back: a link by mail that makes one account, of one address, in one role, within seven days. */
@Component
public class Invitations {
    /** How long one works. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** How many of one inviter may be under way. */
    static final int MOST = 200;

    private static final int MOST_LISTED = 200;
    private static final Limit INVITES = new Limit("invitations", 200, Duration.ofSeconds(30));

    /** What came of inviting somebody. */
    public sealed interface Outcome {
        record Sent(Invitation invitation) implements Outcome {}

        /** Something given cannot be taken; a sentence for whoever gave it. */
        record Unfit(String sentence) implements Outcome {}
    }

    private final InvitationRepository repository;
    private final AccountRepository accounts;
    private final AdminDoor door;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final SystemScope system;
    private final AuditTrail audit;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final RandomSecrets random;
    private final PublicUrl publicUrl;
    private final Ids ids;
    private final Clock clock;

    Invitations(
            InvitationRepository repository,
            AccountRepository accounts,
            AdminDoor door,
            AccountMail mail,
            AccountLetters letters,
            AccountScope scope,
            SystemScope system,
            AuditTrail audit,
            Limiter limiter,
            SignInLimits limits,
            RandomSecrets random,
            PublicUrl publicUrl,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.door = door;
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.system = system;
        this.audit = audit;
        this.limiter = limiter;
        this.limits = limits;
        this.random = random;
        this.publicUrl = publicUrl;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether an invitation could reach anybody: mails are sent, or shown. */
    public boolean offered() {
        return mail.offered();
    }

    /**
     * Sends one; an older one for the address ends, if the actor could have taken it back. At most {@value #MOST} of one inviter are under way.
     *
     * @throws ProblemException {@code forbidden} when the actor may not invite to this role, {@code too-many-requests}
     */
    public Outcome invite(Caller.Person actor, String typedEmail, Role role, Visitor visitor) {
        if (!Permission.INVITE.allows(actor.role(), role)) {
            throw door.refuse(actor, Permission.INVITE, null, visitor);
        }
        Optional<EmailAddress> email = EmailAddress.parse(typedEmail);
        if (email.isEmpty()) {
            return new Outcome.Unfit("Write one e-mail address, like anna@example.org.");
        }
        if (!mail.offered()) {
            return new Outcome.Unfit("No mail is sent here, so nobody can be invited. SMTP_HOST is not set.");
        }
        limiter.take(INVITES, actor.accountId().toString());
        limiter.take(limits.mails("invitation"), email.get().value());
        Optional<Outcome.Unfit> fault = makeRoom(actor, email.get());
        if (fault.isPresent()) {
            return fault.get();
        }
        Instant now = clock.instant();
        Invitation invitation =
                new Invitation(ids.next(), email.get().value(), role, actor.accountId(), now, now.plus(LIFE));
        try {
            return send(actor, invitation, email.get(), visitor);
        } catch (DuplicateKeyException e) {
            return new Outcome.Unfit("Somebody else invited this address just now.");
        }
    }

    /** Ends an older invitation of the address, where the actor could take it back. @return why nobody may be invited there; empty when they may */
    private Optional<Outcome.Unfit> makeRoom(Caller.Person actor, EmailAddress email) {
        return system.call(jdbc -> {
            if (accounts.findByEmail(jdbc, email).isPresent()) {
                return Optional.of(new Outcome.Unfit("Somebody with this address has an account already."));
            }
            boolean outOfReach = repository
                    .to(jdbc, email)
                    .filter(older -> older.expiresAt().isAfter(clock.instant()))
                    .filter(older -> !Permission.INVITE.allows(actor.role(), older.role()))
                    .isPresent();
            if (outOfReach) {
                return Optional.of(new Outcome.Unfit(
                        "An administrator invited this address already. Ask them to take that back first."));
            }
            repository.deleteOf(jdbc, email);
            return Optional.empty();
        });
    }

    private Outcome send(Caller.Person actor, Invitation invitation, EmailAddress email, Visitor visitor) {
        Secret token = random.next();
        Letter.Link link = new Letter.Link("Make my account", publicUrl.resolve("/link/invitation/" + token.reveal()));
        Optional<Outcome> sent = scope.call(actor.accountId(), jdbc -> {
            // locked: neither their right nor the number changes until the invitation is there
            boolean may = accounts.lock(jdbc, actor.accountId())
                    && accounts.find(jdbc, actor.accountId())
                            .filter(account ->
                                    account.active() && Permission.INVITE.allows(account.role(), invitation.role()))
                            .isPresent();
            if (!may) {
                return Optional.empty();
            }
            if (repository.count(jdbc, actor.accountId(), clock.instant()) >= MOST) {
                return Optional.of(new Outcome.Unfit("You have " + MOST
                        + " invitations under way. Take one back, or wait until some are accepted."));
            }
            repository.insert(jdbc, invitation, TokenHash.of(token));
            mail.invitation(actor.accountId(), email, letters.invitation(invitation.role(), link));
            audit.record(event(actor, "invitation.send", invitation, visitor));
            return Optional.of(new Outcome.Sent(invitation));
        });
        return sent.orElseThrow(() -> door.refuse(actor, Permission.INVITE, null, visitor));
    }

    /** Those that still work, the newest first, at most 200. @throws ProblemException {@code forbidden} */
    public List<Invitation> living(Caller.Person actor) {
        door.admit(actor, Permission.INVITE);
        return system.call(jdbc -> repository.living(jdbc, clock.instant(), MOST_LISTED));
    }

    /**
     * Takes one back: its link works no more.
     *
     * @return false when it is over already
     * @throws ProblemException {@code forbidden} when the actor may not invite to its role
     */
    public boolean revoke(Caller.Person actor, UUID id, Visitor visitor) {
        door.admit(actor, Permission.INVITE);
        Optional<Invitation> invitation = system.call(jdbc -> repository.find(jdbc, id));
        if (invitation.isEmpty()) {
            return false;
        }
        if (!Permission.INVITE.allows(actor.role(), invitation.get().role())) {
            throw door.refuse(actor, Permission.INVITE, null, visitor);
        }
        return system.call(jdbc -> {
            boolean gone = repository.delete(jdbc, id);
            if (gone) {
                audit.record(event(actor, "invitation.revoke", invitation.get(), visitor));
            }
            return gone;
        });
    }

    private static AuditEvent event(Caller.Person actor, String action, Invitation invitation, Visitor visitor) {
        return AuditEvent.done(actor.accountId(), actor.actor(), action, "invitation:" + invitation.id())
                .with("role", invitation.role().word())
                .from(visitor.subject(actor.email()));
    }
}
