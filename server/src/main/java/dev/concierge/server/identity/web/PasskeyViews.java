package dev.concierge.server.identity.web;

import dev.concierge.server.identity.PasskeyOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** The page on which a passkey is added. */
@Component
@ConditionalOnWebApplication
class PasskeyViews {
    static final String REFUSED =
            "That passkey could not be added. It may open an account already, or its device asked for no fingerprint, face or PIN.";
    static final String OVER = "That took too long, or was begun in another browser. Begin once more.";

    private final JsonMapper json;

    PasskeyViews(JsonMapper json) {
        this.json = json;
    }

    /** @param back where "Not now" leads, or null */
    ModelAndView add(
            PasskeyOptions.Creation options, String path, String to, @Nullable String back, @Nullable String error) {
        return new ModelAndView(
                "identity/passkey-add",
                "view",
                new PasskeyAddView(json.writeValueAsString(options), path, to, back, error));
    }
}
