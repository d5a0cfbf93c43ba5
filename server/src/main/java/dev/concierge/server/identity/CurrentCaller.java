package dev.concierge.server.identity;

import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/** Puts the caller into the security context, for this request and the dispatches that belong to it (errors, asynchronous answers). */
final class CurrentCaller {
    /** Keeps the context in the request, and so in no HTTP session. */
    static final SecurityContextRepository IN_REQUEST = new RequestAttributeSecurityContextRepository();

    private CurrentCaller() {}

    static void set(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        IN_REQUEST.saveContext(context, request, response);
    }

    /** The caller of this thread's request; empty when nobody is signed in. */
    static Optional<Caller> get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication
                ? Optional.of(authentication.getPrincipal())
                : Optional.empty();
    }

    /** The signed-in person of this thread's request. */
    static Optional<Caller.Person> person() {
        return get().flatMap(caller -> caller instanceof Caller.Person person ? Optional.of(person) : Optional.empty());
    }
}
