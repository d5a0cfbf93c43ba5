package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.OwnSession;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me}: one's own account and sessions. A key may ask who it is, and nothing else here. */
@RestController
@RequestMapping("/api/v1/me")
class MeApi {
    /** The account acted for; {@code key} is the asking key's prefix, null for a signed-in browser. */
    record Me(
            UUID id,
            @Nullable String email,
            String name,
            String role,
            @Nullable String key) {}

    record SessionItem(UUID id, String device, String address, Instant signedInAt, Instant seenAt, boolean current) {}

    /** A list that fits on one page. */
    record Items<T>(List<T> items, @Nullable String nextCursor) {}

    private final Accounts accounts;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Visitors visitors;

    MeApi(Accounts accounts, Sessions sessions, SessionCookie cookie, Visitors visitors) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.cookie = cookie;
        this.visitors = visitors;
    }

    @GetMapping
    Me me(Caller caller) {
        Account account = accounts.find(caller.accountId()).orElseThrow(MeApi::gone);
        return new Me(
                account.id(),
                account.email(),
                account.name(),
                account.role().word(),
                switch (caller) {
                    case Caller.Key key -> key.prefix();
                    case Caller.Person _, Caller.Token _ -> null;
                });
    }

    @GetMapping("/sessions")
    Items<SessionItem> sessions(Caller.Person person) {
        return new Items<>(
                sessions.own(person).stream()
                        .map(session -> item(session, person))
                        .toList(),
                null);
    }

    @DeleteMapping("/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        if (!sessions.end(person, id, visitors.of(request))) {
            throw gone();
        }
        if (id.equals(person.sessionId())) {
            cookie.clear(response);
        }
    }

    private static SessionItem item(OwnSession session, Caller.Person person) {
        return new SessionItem(
                session.id(),
                session.program() ? Devices.program(session.agent()) : Devices.words(session.agent()),
                session.address(),
                session.createdAt(),
                session.seenAt(),
                session.id().equals(person.sessionId()));
    }

    static ProblemException gone() {
        return new ProblemException(ProblemType.NOT_FOUND, "It does not exist, or it is not yours.");
    }
}
