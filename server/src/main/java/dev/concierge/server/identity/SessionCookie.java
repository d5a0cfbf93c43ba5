package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie {@code __Host-session}: the session's token, for this host only, over TLS only (and to localhost), out of reach of scripts, sent on
 * top-level navigation from elsewhere but not with foreign forms (RFC 6265bis section 4.1).
 */
@Component
@ConditionalOnWebApplication
public class SessionCookie {
    public static final String NAME = "__Host-session";

    private final SessionTimes times;

    SessionCookie(SessionTimes times) {
        this.times = times;
    }

    /** The token of this request; empty without a cookie, or with two. */
    Optional<Secret> read(HttpServletRequest request) {
        List<String> values = values(request);
        return values.size() == 1 && !values.getFirst().isEmpty()
                ? Optional.of(Secret.of(values.getFirst()))
                : Optional.empty();
    }

    boolean isPresent(HttpServletRequest request) {
        return !values(request).isEmpty();
    }

    /** Gives the browser a token. */
    public void set(HttpServletResponse response, Secret token) {
        write(response, token.reveal(), times.life());
    }

    /** Makes the browser forget its token. */
    public void clear(HttpServletResponse response) {
        write(response, "", Duration.ZERO);
    }

    private static void write(HttpServletResponse response, String value, Duration age) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, value)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(age)
                        .build()
                        .toString());
    }

    private static List<String> values(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .toList();
    }
}
