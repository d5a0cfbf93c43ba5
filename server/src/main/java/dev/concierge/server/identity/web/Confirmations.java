package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Acts of one button that want a fresh proof (J-14): without one, the answer is a page that asks for it and repeats the act. */
@Component
@ConditionalOnWebApplication
class Confirmations {
    /**
     * What somebody is about to do.
     *
     * @param title what its button says
     * @param path where it is sent to
     */
    record Act(String title, String path) {}

    private final FreshProof proof;
    private final SecurityViews views;

    Confirmations(FreshProof proof, SecurityViews views) {
        this.proof = proof;
        this.views = views;
    }

    /** Does it once a fresh proof is there. */
    ModelAndView sure(
            Act act,
            Caller.Person person,
            @Nullable String typed,
            HttpServletRequest request,
            HttpServletResponse response,
            Supplier<ModelAndView> then) {
        FreshProof.Asked asked = proof.asked(person);
        FreshProof.Outcome proved = proof.prove(person, typed, request, response);
        if (proved == FreshProof.Outcome.PROVED) {
            return then.get();
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        String error = proved == FreshProof.Outcome.WRONG ? asked.sentence(proved) : null;
        String again = asked == FreshProof.Asked.SIGN_IN_AGAIN ? views.signInAgain(person) : null;
        return new ModelAndView("identity/prove", "view", new ProveView(act.title(), act.path(), asked, again, error));
    }
}
