/** A few mails in the shape of BlueMind 4's mail log: one delivered, one waiting, one refused, one line without a rule. */
export const sampleLog = `Mar  1 20:45:32 bluemind postfix/smtpd[16923]: C5BF3135FAF: client=smtp.domain.net[192.168.120.30]
Mar  1 20:45:32 bluemind postfix/cleanup[16927]: C5BF3135FAF: message-id=<AM5PR04MB3219A293B59D96973D338B01D2290>
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: from=<user2@domain.net>, size=8386, nrcpt=1 (queue active)
Mar  1 20:45:32 bluemind postfix/lmtp[16928]: C5BF3135FAF: to=<user@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.32, delays=0.21/0.02/0.01/0.09, dsn=2.1.5, status=sent (250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.user.INBOX () 2294])
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: removed
Mar  1 20:46:01 bluemind cyrus/imap[511]: accepted connection
Mar  1 21:02:10 bluemind postfix/smtpd[16923]: 4F1A2135FB0: client=mx.partner.example[198.51.100.7]
Mar  1 21:02:10 bluemind postfix/cleanup[16927]: 4F1A2135FB0: message-id=<offer-77@partner.example>
Mar  1 21:02:10 bluemind postfix/qmgr[364]: 4F1A2135FB0: from=<sales@partner.example>, size=120433, nrcpt=1 (queue active)
Mar  1 21:02:11 bluemind postfix/lmtp[16928]: 4F1A2135FB0: to=<full@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.4, delays=0.2/0.02/0.1/0.08, dsn=4.2.2, status=deferred (host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-12824-1488398530-1> (in reply to RCPT TO command))
Mar  1 21:10:00 bluemind postfix/smtpd[16999]: NOQUEUE: reject: RCPT from spam.example[203.0.113.9]: 550 5.1.1 <user@bluemind.net>: Recipient address rejected: User unknown in virtual mailbox table; from=<x@spam.example> to=<user@bluemind.net> proto=ESMTP helo=<spam.example>
Mar  1 21:12:00 bluemind postfix/smtpd[16999]: something nobody has seen before
`;
