package dev.concierge.ops;

/** How a verb ends, after sysexits.h; the launcher's help lists them. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 64;
    public static final int MISSING = 69;
    public static final int UNWRITABLE = 73;
    public static final int REFUSED = 78;

    private ExitCode() {}
}
