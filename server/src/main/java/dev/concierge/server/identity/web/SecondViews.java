package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Factor;
import dev.concierge.server.identity.HalfSession;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.web.ReturnPath;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What {@code /login/second} shows. Another factor is one more {@link Way} here. */
@Component
@ConditionalOnWebApplication
class SecondViews {
    /** What may be used, in the order in which it is offered. */
    private enum Way {
        PASSKEY("passkey", "Your passkey", Factor.PASSKEY, SecondView.State.PASSKEY),
        APP("app", "Code from your authenticator app", Factor.TOTP, SecondView.State.CODE),
        RECOVERY("recovery", "Recovery code", Factor.RECOVERY_CODE, SecondView.State.RECOVERY);

        private final String word;
        private final String title;
        private final Factor factor;
        private final SecondView.State state;

        Way(String word, String title, Factor factor, SecondView.State state) {
            this.word = word;
            this.title = title;
            this.factor = factor;
            this.state = state;
        }

        static List<Way> of(HalfSession half) {
            return List.of(values()).stream()
                    .filter(way -> half.oneOf().contains(way.factor))
                    .toList();
        }
    }

    private final Passkeys passkeys;

    SecondViews(Passkeys passkeys) {
        this.passkeys = passkeys;
    }

    /** @param wanted the word of a way, when the person chose one */
    ModelAndView page(HalfSession half, @Nullable String wanted, @Nullable String to, @Nullable String error) {
        List<Way> ways = Way.of(half);
        Way way = ways.stream()
                .filter(one -> one.word.equals(wanted))
                .findFirst()
                .orElseGet(() -> ways.isEmpty() ? Way.APP : ways.getFirst());
        SecondView.State state = way.state;
        if (half.mustEnrol()) {
            state = half.recent() ? SecondView.State.ENROL : SecondView.State.SIGN_IN_AGAIN;
        }
        List<SecondView.Way> others = ways.stream()
                .filter(one -> one != way)
                .map(one -> new SecondView.Way(one.word, one.title))
                .toList();
        return new ModelAndView(
                "identity/second",
                "view",
                new SecondView(state, others, ReturnPath.of(to).path(), passkeys.offered(), error));
    }
}
