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
        String fault = fault(person, password, request, response);
        if (fault != null) {
            throw new ProblemException(ProblemType.FORBIDDEN, fault);
        }
    }

    /** For a page. @return null when it is proved; otherwise a sentence for the person */
    @Nullable
    String fault(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        FreshProof.Asked asked = proof.asked(person);
        FreshProof.Outcome outcome = proof.prove(person, password, request, response);
        return outcome == FreshProof.Outcome.PROVED ? null : asked.sentence(outcome);
    }

    /** What a form has to ask for. */
    FreshProof.Asked asked(Caller.Person person) {
        return proof.asked(person);
    }
}
