package dev.concierge.server.integrations;

import dev.concierge.server.catalog.ErrorWords;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why an integration needs its person, where that is no error of the provider's. Each is a sentence with the provider's name in it. */
enum EndedCause {
    ANSWER_LOST("%s sent a new key while our server was interrupted, and it was lost."),
    OTHER_ACCOUNT("%s answered for another account than the one that was connected."),
    STOPPED("An administrator ended our access at %s as a precaution."),
    TOKEN_ENDED("%s gave access for a fixed time, which is over, and nothing renews it but you.");

    private final String sentence;

    EndedCause(String sentence) {
        this.sentence = sentence;
    }

    /** What a cause means, ours or the provider's; empty when nobody knows. */
    static Optional<String> sentence(@Nullable String cause, String providerName) {
        return Stream.of(values())
                .filter(own -> own.name().toLowerCase(Locale.ROOT).equals(cause))
                .map(own -> own.sentence.formatted(providerName))
                .findFirst()
                .or(() -> ErrorWords.of(cause).map(words -> words.sentence(providerName)));
    }
}
