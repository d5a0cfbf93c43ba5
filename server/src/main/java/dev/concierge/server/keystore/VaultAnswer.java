package dev.concierge.server.keystore;

import tools.jackson.databind.JsonNode;

/** How a call of Vault's API ended. What Vault says about an error is left where it is: our sentences come from the status alone. */
sealed interface VaultAnswer {
    /** 2xx with a JSON object, which is empty for 204. */
    record Done(JsonNode body) implements VaultAnswer {
        @Override
        public String toString() {
            return "Done";
        }
    }

    /**
     * No answer, or one that says that the same may go through later.
     *
     * @param why the end of a sentence that begins with Vault
     */
    record Away(String why) implements VaultAnswer {}

    /** 4xx. */
    record Refused(int status) implements VaultAnswer {}
}
