package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import java.util.List;
import java.util.Map;

/** Reads callbacks; every value in one comes from an attacker until its state has been taken. */
public final class Callbacks {
    private Callbacks() {}

    /**
     * Reads the parameters of a callback.
     *
     * @param parameters as they came, with every value of every name; Spring's {@code MultiValueMap} is one
     * @param provider of the callback's path
     */
    public static Callback parse(Map<String, List<String>> parameters, Provider provider) {
        return new CallbackParser(provider, parameters).parse();
    }
}
