/**
 * Tests of the front door on real sockets: {@code Lab} is the server and the messages, {@code
 * TestLogin} a login.
 */
@NullMarked
package dev.mailconnector;

import org.jspecify.annotations.NullMarked;
