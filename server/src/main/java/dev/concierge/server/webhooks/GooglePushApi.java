package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
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
    private final PushDoor door;

    GooglePushApi(PushIntake intake, PushDoor door) {
        this.intake = intake;
        this.door = door;
    }

    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void push(
            HttpServletRequest request,
            @RequestHeader(name = "X-Goog-Channel-ID", required = false) @Nullable String channel,
            @RequestHeader(name = "X-Goog-Channel-Token", required = false) @Nullable String token,
            @RequestHeader(name = "X-Goog-Message-Number", required = false) @Nullable String number,
            @RequestHeader(name = "X-Goog-Resource-State", required = false) @Nullable String state) {
        Optional<UUID> id = PushIds.read(channel);
        boolean taken = id.isPresent()
                && number(number) > 0
                && token != null
                && token.length() <= LONGEST_SECRET
                && intake.take(id.get(), Secret.of(token), number(number), !GREETING.equals(state));
        if (!taken) {
            throw door.nothing(request);
        }
        door.taken();
    }

    /** 0 for what is no number. */
    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
