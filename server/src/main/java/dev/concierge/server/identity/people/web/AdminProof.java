package dev.concierge.server.identity.people.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Whoever acts on others proves who they are, when that was more than ten minutes ago. */
@Component
@ConditionalOnWebApplication
class AdminProof {
    private final FreshProof proof;

    AdminProof(FreshProof proof) {
        this.proof = proof;
    }

    /** For an answer to a program. @throws ProblemException {@code forbidden}, {@code too-many-requests} */
    void require(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        String detail = switch (proof.prove(person, password, request, response)) {
            case PROVED -> null;
            case NEEDED -> "Send your password along: it was proved more than ten minutes ago.";
            case SIGN_IN_AGAIN -> "Sign in again through your provider: that was more than ten minutes ago.";
            case WRONG -> "That is not your password.";
        };
        if (detail != null) {
            throw new ProblemException(ProblemType.FORBIDDEN, detail);
        }
    }

    /** For a page. @return null when it is proved; otherwise a sentence for the person */
    @Nullable
    String fault(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        return switch (proof.prove(person, password, request, response)) {
            case PROVED -> null;
            case NEEDED -> "Write your password once more. You signed in more than ten minutes ago.";
            case SIGN_IN_AGAIN -> "Sign in again first. That was more than ten minutes ago.";
            case WRONG -> "That is not your password.";
        };
    }

    /** What a form has to ask for. */
    PeopleView.Proof proof(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        return switch (proof.prove(person, null, request, response)) {
            case PROVED -> PeopleView.Proof.FRESH;
            case NEEDED, WRONG -> new PeopleView.Proof(true, false);
            case SIGN_IN_AGAIN -> new PeopleView.Proof(false, true);
        };
    }
}
