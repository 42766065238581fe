ActionMailer::Base.smtp_settings = {
  :address => 'smtp.example.com',
  :port => 465,
  :domain => 'example.com',
  :user_name => 'robot@example.com',
  :password => ENV['SMTP_PASSWORD'],
  :authentication => :login,
  :ssl => true,
  :openssl_verify_mode => OpenSSL::SSL::VERIFY_PEER
}
