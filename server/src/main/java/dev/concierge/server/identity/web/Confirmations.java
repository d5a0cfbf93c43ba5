package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** {@link Confirmation} by a page of this room. */
@Component
@ConditionalOnWebApplication
class Confirmations implements Confirmation {
    private final FreshProof proof;
    private final SecurityViews views;

    Confirmations(FreshProof proof, SecurityViews views) {
        this.proof = proof;
        this.views = views;
    }

    @Override
    public ModelAndView sure(
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
        return new ModelAndView(
                "identity/prove",
                "view",
                new ProveView(act.title(), act.path(), act.back(), act.fields(), asked, again, error));
    }
}
