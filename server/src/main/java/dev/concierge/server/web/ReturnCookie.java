package dev.concierge.server.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie {@code __Host-return}: where a browser goes on after signing in, when that path holds a one-time secret ({@code /connect/{ticket}}). A
 * query would carry it into access logs; a cookie is written nowhere. For this browser, out of reach of scripts, and gone after ten minutes.
 */
@Component
public class ReturnCookie {
    public static final String NAME = "__Host-return";

    private static final Duration LIFE = Duration.ofMinutes(10);

    /** Puts a path that may stand in no query into the cookie. @return what may: the path itself, or {@link ReturnPath#HOME} in its place */
    public ReturnPath hide(HttpServletResponse response, ReturnPath path) {
        if (!path.isSecret()) {
            return path;
        }
        write(response, path.path(), LIFE);
        return ReturnPath.HOME;
    }

    /** Where to go on, once: where the page says, else where the cookie says, else home. The browser forgets the cookie. */
    public ReturnPath take(HttpServletRequest request, HttpServletResponse response, ReturnPath asked) {
        List<String> kept = values(request);
        if (kept.isEmpty()) {
            return asked;
        }
        write(response, "", Duration.ZERO);
        ReturnPath hidden = kept.size() == 1 ? ReturnPath.of(kept.getFirst()) : ReturnPath.HOME;
        return asked.equals(ReturnPath.HOME) && hidden.isSecret() ? hidden : asked;
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
