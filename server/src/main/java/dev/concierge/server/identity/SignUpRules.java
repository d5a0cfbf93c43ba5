package dev.concierge.server.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may make an account: {@code SIGN_UP}, narrowed by {@code SIGN_UP_DOMAINS} to people whose address there was proved. */
@Component
class SignUpRules {
    private final SignUpPolicy policy;
    private final Set<String> domains;

    SignUpRules(IdentitySettings settings) {
        this.policy = settings.signUp();
        this.domains = settings.signUpDomains();
    }

    SignUpPolicy policy() {
        return policy;
    }

    /** Empty when any address will do, and none too. */
    Set<String> domains() {
        return domains;
    }

    /** @param proved the address that is known to be the person's; null when none is, as at a sign-up with a password */
    boolean allow(@Nullable EmailAddress proved) {
        return policy == SignUpPolicy.OPEN
                && (domains.isEmpty() || (proved != null && domains.contains(proved.domain())));
    }
}
