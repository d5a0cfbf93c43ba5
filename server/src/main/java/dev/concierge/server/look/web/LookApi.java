package dev.concierge.server.look.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.look.Colours;
import dev.concierge.server.look.Logo;
import dev.concierge.server.look.LookDesk;
import dev.concierge.server.look.StoredLook;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/look}: name, logo, colours and support address, for signed-in administrators. */
@RestController
@RequestMapping("/api/v1/look")
class LookApi {
    /**
     * The look.
     *
     * @param version to be sent along with a change
     * @param colour like #1f5c5a, on light pages; null for the usual one
     * @param darkColour on dark pages; null for the usual one
     * @param support an e-mail address; null for none
     * @param logo the address of the picture; null for the key tag
     */
    record Shown(
            long version,
            String name,
            @Nullable String colour,
            @Nullable String darkColour,
            @Nullable String support,
            @Nullable String logo) {
        static Shown of(StoredLook look) {
            Colours colours = look.colours();
            Logo logo = look.logo();
            return new Shown(
                    look.version(),
                    look.name(),
                    colours == null ? null : colours.light().text(),
                    colours == null ? null : colours.dark().text(),
                    look.support(),
                    logo == null ? null : logo.path());
        }
    }

    /**
     * All of it but the logo; what is absent becomes the usual.
     *
     * @param version of the look that is changed
     * @param colour text in it must reach 4.5 to 1 on light pages
     * @param darkColour the same on dark pages; absent means a lighter one of the same hue
     * @param password needed when the last proof is more than ten minutes old
     */
    record Change(
            @Nullable Long version,
            @Nullable String name,
            @Nullable String colour,
            @Nullable String darkColour,
            @Nullable String support,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Change[" + name + "]";
        }
    }

    private final LookDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    LookApi(LookDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping(produces = "application/json")
    Shown showLook(Caller.Person person) {
        return Shown.of(desk.show(person));
    }

    @PutMapping(produces = "application/json")
    Shown changeLook(
            Caller.Person person,
            @RequestBody Change change,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        if (change.version() == null) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "version is the one that was shown.");
        }
        proof.require(person, change.password(), request, response);
        return answer(desk.save(
                person,
                change.version(),
                new LookDesk.Wanted(change.name(), change.colour(), change.darkColour(), change.support()),
                visitors.of(request)));
    }

    /** Takes a PNG as it is, up to 64 KB and 1024 pixels. */
    @PutMapping(path = "/logo", produces = "application/json")
    Shown changeLogo(Caller.Person person, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        desk.admit(person);
        proof.require(person, null, request, response);
        byte[] file = request.getInputStream().readNBytes(Logo.MOST_BYTES + 1);
        return answer(desk.saveLogo(person, file, visitors.of(request)));
    }

    @DeleteMapping(path = "/logo", produces = "application/json")
    Shown removeLogo(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person);
        proof.require(person, null, request, response);
        return answer(desk.removeLogo(person, visitors.of(request)));
    }

    /** Back to how it comes. */
    @DeleteMapping(produces = "application/json")
    Shown resetLook(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person);
        proof.require(person, null, request, response);
        return answer(desk.reset(person, visitors.of(request)));
    }

    private static Shown answer(LookDesk.Outcome outcome) {
        return switch (outcome) {
            case LookDesk.Outcome.Done(StoredLook look) -> Shown.of(look);
            case LookDesk.Outcome.Unfit(String sentence) ->
                throw new ProblemException(ProblemType.INVALID_INPUT, sentence);
            case LookDesk.Outcome.Overtaken _ ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "Somebody changed the look meanwhile. Look at it again first.");
        };
    }
}
