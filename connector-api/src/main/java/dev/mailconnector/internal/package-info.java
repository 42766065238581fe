/**
 * The inside of the connector; anything here may change in any release. The way of a message leads
 * through these rooms in order: {@code message} (checked, serialised, in the caller's thread),
 * {@code account} (which login, may it be tried), {@code pool} (a lease of a connection), {@code
 * net} and {@code angus} (a new connection: socket, TLS, greeting, EHLO), {@code smtp} (login,
 * transaction, replies).
 */
@NullMarked
package dev.mailconnector.internal;

import org.jspecify.annotations.NullMarked;
