package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Departures;
import dev.concierge.server.identity.LeavingSession;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code DELETE /api/v1/me} and {@code POST /api/v1/me/return}: leaving for good, and staying after all. A key ends no account. */
@RestController
@RequestMapping(path = "/api/v1/me", produces = "application/json")
class MyAccountApi {
    /** @param deletedAt until then it can be kept */
    record Leave(Instant deletedAt) {}

    private final Departures departures;
    private final FreshProof proof;
    private final SessionCookie cookie;
    private final Visitors visitors;
    private final Clock clock;

    MyAccountApi(Departures departures, FreshProof proof, SessionCookie cookie, Visitors visitors, Clock clock) {
        this.departures = departures;
        this.proof = proof;
        this.cookie = cookie;
        this.visitors = visitors;
        this.clock = clock;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Delete your account",
            description =
                    "Wants a sign-in or proof within the last ten minutes. At once every session, key and token ends. Until deletedAt the account can be"
                            + " kept: by the link of the mail, or by a sign-in in a browser, which then only asks that.")
    Leave leave(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        proof.require(person, null, request, response);
        Instant due = clock.instant().plus(Departures.GRACE);
        switch (departures.ask(person, visitors.of(request))) {
            case LEAVING -> cookie.clear(response);
            case OVER ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "It is being deleted already, or it was disabled meanwhile.");
            case LAST_ADMINISTRATOR -> throw LeavingPages.lastAdministrator();
        }
        return new Leave(due);
    }

    /** For the session of somebody who leaves and signed in again: nothing else of the API opens to it. */
    @PostMapping("/return")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Keep your account",
            description =
                    "For a browser that signed in to an account that is about to be deleted; the session is a usual one afterwards. Keys that ended do not"
                            + " come back.")
    void stay(HttpServletRequest request) {
        boolean kept = LeavingSession.of(request)
                .map(session -> departures.keep(session, visitors.of(request)))
                .orElse(false);
        if (!kept) {
            throw new ProblemException(ProblemType.CONFLICT, "This account is not about to be deleted.");
        }
    }
}
