package dev.concierge.server.catalog;

/** What a provider said to a {@link ClientCheck}. The code is the provider's error code, fit to be shown; it may be empty. */
public sealed interface ClientVerdict {
    /** It refused the code alone, so it knows the client and its secret. */
    record Accepted() implements ClientVerdict {}

    /**
     * It refused the client, or how the client is set up there.
     *
     * @param words what the catalog says it means
     */
    record Refused(ErrorWords words, String code) implements ClientVerdict {}

    /** It answered in a way that proves neither. */
    record Unclear(String code) implements ClientVerdict {}

    /** It did not answer, or said that it is busy. */
    record NoAnswer() implements ClientVerdict {}

    /** One word for the API and the audit trail. */
    default String word() {
        return switch (this) {
            case Accepted _ -> "accepted";
            case Refused _ -> "refused";
            case Unclear _ -> "unclear";
            case NoAnswer _ -> "no_answer";
        };
    }

    /** In plain words, for an administrator. */
    default String sentence(String providerName) {
        return switch (this) {
            case Accepted _ ->
                providerName + " knows this client and its secret. A made-up code was refused, as it should be.";
            case Refused(ErrorWords words, String _) -> words.sentence(providerName);
            case Unclear _ ->
                providerName + " answered, but not in a way that says whether it knows this client. Try to connect.";
            case NoAnswer _ -> providerName + " did not answer. That says nothing about this client; try again later.";
        };
    }
}
