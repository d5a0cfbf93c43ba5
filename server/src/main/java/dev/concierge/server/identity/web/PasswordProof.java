package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** {@link FreshPassword} for the pages of other rooms. */
@Component
@ConditionalOnWebApplication
class PasswordProof implements FreshProof {
    private final FreshPassword fresh;

    PasswordProof(FreshPassword fresh) {
        this.fresh = fresh;
    }

    @Override
    public Outcome prove(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        return switch (fresh.prove(person, password, request, response)) {
            case PROVED -> Outcome.PROVED;
            case NEEDED -> Outcome.NEEDED;
            case SIGN_IN_AGAIN -> Outcome.SIGN_IN_AGAIN;
            case WRONG -> Outcome.WRONG;
        };
    }
}
