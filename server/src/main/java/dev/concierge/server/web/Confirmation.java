package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/**
 * Acts of one button that want a fresh proof (J-14): without one, the answer is a page that asks for it and repeats the act. The identity room does it, as it
 * does {@link FreshProof}.
 */
public interface Confirmation {
    /**
     * What somebody is about to do.
     *
     * @param title what its button says
     * @param path where it is sent to
     * @param back where somebody goes who leaves it
     * @param fields what is sent along again, by name; stands in the page, so nothing secret
     */
    record Act(String title, String path, String back, Map<String, String> fields) {
        public Act {
            fields = Map.copyOf(fields);
        }

        /** An act of a button without fields. */
        public Act(String title, String path, String back) {
            this(title, path, back, Map.of());
        }
    }

    /**
     * Does it once a fresh proof is there.
     *
     * @param typed what the field {@code password} holds; null when it was not asked for yet
     */
    ModelAndView sure(
            Act act,
            Caller.Person person,
            @Nullable String typed,
            HttpServletRequest request,
            HttpServletResponse response,
            Supplier<ModelAndView> then);
}
