/**
 * The one HTTP stack of all token traffic, over Apache HttpClient 5: {@link
 * dev.mailconnector.auth.oauth2.internal.http.TokenHttp} sends one request and brings one bounded
 * {@link dev.mailconnector.auth.oauth2.internal.http.HttpAnswer} within a hard limit of time.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.http;

import org.jspecify.annotations.NullMarked;
