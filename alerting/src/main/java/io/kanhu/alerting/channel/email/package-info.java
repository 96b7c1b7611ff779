/** E-mail, by a server that takes it in (SMTP). */
@NullMarked
package io.kanhu.alerting.channel.email;

import org.jspecify.annotations.NullMarked;
