package dev.concierge.ops.process;

import java.io.IOException;

/** Says that it waits, and waits until its input ends. */
final class WaitingProgram {

    private WaitingProgram() {}

    public static void main(String[] words) throws IOException {
        System.out.println("waiting");
        int end = System.in.read();
        if (end >= 0) {
            throw new IllegalStateException("nothing should be said");
        }
    }
}
