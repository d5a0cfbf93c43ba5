package dev.concierge.server.gateway;

import dev.concierge.server.web.Caller;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who calls, where a program does. */
final class Bearers {
    private Bearers() {}

    /** The program of this thread's request; empty for people and for nobody. */
    static Optional<Caller.Program> caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller.Program program
                ? Optional.of(program)
                : Optional.empty();
    }
}
