package dev.mailconnector.testkit;

/**
 * A login that a server accepted.
 *
 * @param mechanism the SASL mechanism, such as {@code XOAUTH2}
 * @param user the user name
 */
public record Login(String mechanism, String user) {}
