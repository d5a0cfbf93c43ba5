package dev.concierge.server.support;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/** Everybody has proved who they are just now: for tests of a room that asks, without the room that knows. */
public final class Proved implements FreshProof, Confirmation {
    @Override
    public Asked asked(Caller.Person person) {
        return Asked.NOTHING;
    }

    @Override
    public Outcome prove(
            Caller.Person person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response) {
        return Outcome.PROVED;
    }

    @Override
    public ModelAndView sure(
            Act act,
            Caller.Person person,
            @Nullable String typed,
            HttpServletRequest request,
            HttpServletResponse response,
            Supplier<ModelAndView> then) {
        return then.get();
    }
}
