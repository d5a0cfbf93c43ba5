package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The caller of a bearer's credential: an API key, or an access token, which alone has dots in it. */
@Component
class ProgramAuthentication {
    private final KeyAuthentication keys;
    private final TokenAuthentication tokens;

    ProgramAuthentication(KeyAuthentication keys, TokenAuthentication tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /**
     * The caller of a credential as it was presented; empty whatever is wrong with it.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    Optional<? extends Caller.Program> authenticate(String presented, Visitor visitor) {
        return presented.indexOf('.') < 0
                ? keys.authenticate(presented, visitor)
                : tokens.authenticate(presented, visitor);
    }
}
