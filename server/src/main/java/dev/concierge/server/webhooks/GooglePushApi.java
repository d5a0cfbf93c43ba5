package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/v1/webhooks/in/google-channel}: what Google sends on a channel (Calendar API, "Push notifications"): header fields only; a body is not
 * read. Whatever is not proved, is for a channel that is gone, or came before, gets one and the same answer.
 */
@Hidden
@RestController
class GooglePushApi {
    static final String PATH = "/api/v1/webhooks/in/google-channel";

    private static final int LONGEST_SECRET = 256;
    private static final String GREETING = "sync";

    private final PushIntake intake;

    GooglePushApi(PushIntake intake) {
        this.intake = intake;
    }

    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void push(
            @RequestHeader(name = "X-Goog-Channel-ID", required = false) @Nullable String channel,
            @RequestHeader(name = "X-Goog-Channel-Token", required = false) @Nullable String token,
            @RequestHeader(name = "X-Goog-Message-Number", required = false) @Nullable String number,
            @RequestHeader(name = "X-Goog-Resource-State", required = false) @Nullable String state) {
        boolean taken = id(channel).isPresent()
                && number(number) > 0
                && token != null
                && token.length() <= LONGEST_SECRET
                && intake.take(id(channel).get(), Secret.of(token), number(number), !GREETING.equals(state));
        if (!taken) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing here for you.");
        }
    }

    private static Optional<UUID> id(@Nullable String text) {
        try {
            return text == null || text.length() != 36 ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** 0 for what is no number. */
    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
