//go:build !v2

package main

import "github.com/msteinert/pam"

type transaction = pam.Transaction

// withTransaction has nothing to end it with: the package does that when the transaction is garbage.
func withTransaction(service string, hear func(text string), use func(*transaction) error) error {
	transaction, err := pam.StartConfDir(service, "user", pam.ConversationFunc(conversation[pam.Style](hear)),
		servicesFolder)
	if err != nil {
		return err
	}
	return use(transaction)
}
