package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may make an account, for administrators; the caller has had a fresh proof where something is changed. */
@Component
public class SignUpDesk {
    private static final int MOST_DOMAINS = 50;

    private final SignUpBook book;
    private final AdminDoor door;
    private final SystemScope system;
    private final AuditTrail audit;

    SignUpDesk(SignUpBook book, AdminDoor door, SystemScope system, AuditTrail audit) {
        this.book = book;
        this.door = door;
        this.system = system;
        this.audit = audit;
    }

    /** What came of a change. */
    public sealed interface Outcome {
        record Done(SignUpRule rule) implements Outcome {}

        /** @param sentence what cannot be taken, and why */
        record Unfit(String sentence) implements Outcome {}

        /** Somebody else changed it meanwhile; nothing was changed. */
        record Overtaken(SignUpRule now) implements Outcome {}
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public SignUpRule show(Caller.Person actor) {
        admit(actor);
        return book.read();
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public void admit(Caller.Person actor) {
        door.admit(actor, Permission.SET_SIGN_UP);
    }

    /**
     * Decides it here.
     *
     * @param version of the rule that was changed
     * @param policy {@code open}, {@code invite} or {@code closed}
     * @param domains as somebody wrote them, with blanks or commas between; null and blank for any
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}
     */
    public Outcome save(
            Caller.Person actor, long version, @Nullable String policy, @Nullable String domains, Visitor visitor) {
        admit(actor);
        Optional<SignUpPolicy> wanted = Arrays.stream(SignUpPolicy.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(policy))
                .findFirst();
        if (wanted.isEmpty()) {
            return new Outcome.Unfit("Choose one of open, invite and closed.");
        }
        Set<String> narrowed = split(domains);
        if (narrowed.size() > MOST_DOMAINS || !narrowed.stream().allMatch(IdentitySettings::isDomain)) {
            return new Outcome.Unfit("Write domains like example.org, up to 50, without @ or wildcards.");
        }
        return write(actor, version, wanted.get(), narrowed, visitor);
    }

    /** Goes back to what the environment says. @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public Outcome reset(Caller.Person actor, Visitor visitor) {
        admit(actor);
        return write(actor, null, null, Set.of(), visitor);
    }

    private static Set<String> split(@Nullable String domains) {
        return domains == null
                ? Set.of()
                : Arrays.stream(domains.split("[\\s,]+", -1))
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .filter(domain -> !domain.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private Outcome write(
            Caller.Person actor,
            @Nullable Long version,
            @Nullable SignUpPolicy policy,
            Set<String> domains,
            Visitor visitor) {
        return system.call(jdbc -> {
            SignUpRule before = book.read();
            if (!book.write(version == null ? before.version() : version, policy, domains)) {
                return new Outcome.Overtaken(book.read());
            }
            SignUpRule after = book.read();
            audit.record(AuditEvent.done(actor.accountId(), actor.actor(), "sign_up.change", null)
                    .with("before", words(before))
                    .with("after", words(after))
                    .from(visitor.subject(actor.email())));
            return new Outcome.Done(after);
        });
    }

    private static String words(SignUpRule rule) {
        return (rule.kept() ? "" : "environment: ")
                + rule.policy().name().toLowerCase(Locale.ROOT)
                + (rule.domains().isEmpty() ? "" : " " + String.join(" ", new TreeSet<>(rule.domains())));
    }
}
