package dev.concierge.server.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may make an account: as administrators decided here, else {@code SIGN_UP}, narrowed by {@code SIGN_UP_DOMAINS} to people whose address there was proved. */
@Component
class SignUpRules {
    private final SignUpBook book;

    SignUpRules(SignUpBook book) {
        this.book = book;
    }

    /** To be shown. */
    SignUpPolicy policy() {
        return book.shown().policy();
    }

    /** To be shown. Empty when any address will do, and none too. */
    Set<String> domains() {
        return book.shown().domains();
    }

    /**
     * Decides.
     *
     * @param proved the address that is known to be the person's; null when none is, as at a sign-up with a password
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when nobody can tell
     */
    boolean allow(@Nullable EmailAddress proved) {
        SignUpRule rule = book.now();
        return rule.policy() == SignUpPolicy.OPEN
                && (rule.domains().isEmpty()
                        || (proved != null && rule.domains().contains(proved.domain())));
    }
}
