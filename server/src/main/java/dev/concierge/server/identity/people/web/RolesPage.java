package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/roles}: what each role may do. */
@Controller
class RolesPage {
    static final String PAGE = "/admin/roles";

    private final PeopleDesk desk;

    RolesPage(PeopleDesk desk) {
        this.desk = desk;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person) {
        desk.admit(person, Permission.SEE_PEOPLE);
        return new ModelAndView("people/roles", "view", RolesView.table());
    }
}
